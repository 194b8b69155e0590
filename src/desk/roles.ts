/** What somebody at the agency is there for. */
export const roles = ['clerk', 'supervisor', 'operator'] as const

export type Role = (typeof roles)[number]

/**
 * Which parts of the desk each role may call, by the first part of the path. A supervisor may call
 * everything; an operator sees how the service runs, and nobody's data.
 */
const rights: Readonly<Record<string, readonly Role[]>> = {
  '': ['clerk', 'operator'],
  applications: ['clerk'],
  channels: ['clerk', 'operator'],
  chats: ['clerk'],
  password: ['clerk', 'operator'],
  'sign-in': ['clerk', 'operator'],
  'sign-out': ['clerk', 'operator'],
  operation: ['operator'],
  'dead-letters': ['clerk', 'operator'],
}

/** Whether a role may call a path below `/desk`. */
export function mayCall(role: Role, path: string): boolean {
  if (role === 'supervisor') return true
  const [before, desk, part = ''] = path.split('/')
  if (before !== '' || desk !== 'desk') return false
  return Object.hasOwn(rights, part) && rights[part]!.includes(role)
}

/** Where a role's work begins. */
export const homeOf = (role: Role): string =>
  role === 'operator' ? '/desk/operation' : '/desk/applications'
