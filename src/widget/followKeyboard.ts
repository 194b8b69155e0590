/**
 * Tells an element, as `--height` and `--top`, what is left of the page while a phone's keyboard
 * lies over it: Safari does not make the page smaller. Returns the way to stop.
 */
export function followKeyboard(element: HTMLElement): () => void {
  const view = window.visualViewport
  if (!view) return () => {}
  const fit = () => {
    const covered = innerHeight - view.height > 80 && view.scale < 1.05
    element.style.setProperty('--height', covered ? `${view.height}px` : '')
    element.style.setProperty('--top', covered ? `${view.offsetTop}px` : '')
  }
  view.addEventListener('resize', fit)
  view.addEventListener('scroll', fit)
  return () => {
    view.removeEventListener('resize', fit)
    view.removeEventListener('scroll', fit)
  }
}
