import type { Flow } from './schema.ts'

/** Whether a flow asks for an application of anybody's: what is said in it tells nothing of the person. */
export const looksUp = ({ steps }: Flow): boolean =>
  Object.values(steps).some(({ kind }) => kind === 'lookUp')

/** Whether a flow is about the medical insurance, as the names of these begin. */
export const isMedical = (flow: string): boolean => flow.startsWith('medical-')

/** Whether a flow asks anything of the person. */
export const hasQuestions = ({ steps }: Flow): boolean =>
  Object.values(steps).some(({ kind }) => kind === 'ask')

/** Whether a flow fills in an application. */
export const isForm = ({ steps }: Flow): boolean =>
  Object.values(steps).some(({ kind }) => kind === 'submit')
