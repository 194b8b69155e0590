/** A puppet says that nothing gets through to a person until they write again. */
export class Shut extends Error {
  constructor() {
    super('shut until the person writes')
  }
}
