import type { Seal } from '../store/seal.ts'

/** The keyed hash under which an ID number is looked up; spaces and a small x make no difference. */
export function hashNumber(seal: Seal, idNumber: string): Promise<string> {
  const plain = idNumber.normalize('NFKC').replace(/\s/g, '').toUpperCase()
  return seal.lookup(`idNumber:${plain}`)
}

/** The keyed hash under which a name is looked up; spaces make no difference. */
export function hashName(seal: Seal, name: string): Promise<string> {
  return seal.lookup(`name:${name.normalize('NFKC').replace(/\s/g, '')}`)
}
