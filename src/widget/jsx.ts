/** What JSX is made of in the bundle; imported there by itself. */
export { Fragment, h } from 'preact'
