import type { Render } from '../assets/render.ts'
import type { DocumentWords } from './issue.ts'

/** The words of `templates/documents/foot.hbs` and `flows/common.yaml`, as they are at the moment. */
export const documentWords = (render: Render): DocumentWords => ({
  foot: (facts) => render('documents/foot', { ...facts, several: facts.pages > 1 }),
  missingWord: () => render('common/missingGlyph', {}).trim(),
})
