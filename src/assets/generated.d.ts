import type { WidgetFile } from '../widget/build.ts'
import type { Generated } from './catalogue.ts'

/** What `build.ts` writes into `generated.js`, which is no TypeScript so that nobody waits for its types. */
export const flows: Generated['flows']
export const data: Generated['data']
export const templates: Generated['templates']
/** The widget's files, by their paths. */
export const widget: Record<string, WidgetFile>
/** pdf.js's maps for Chinese fonts that a PDF does not bring along, in base64, by their names. */
export const maps: Record<string, string>
