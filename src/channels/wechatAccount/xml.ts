import { XMLParser } from 'fast-xml-parser'

const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  processEntities: false,
  trimValues: false,
})

/**
 * Reads one `<xml>` element whose children hold text; what is nested deeper is left out. Null for
 * anything else, and for whatever stands before it: entities are neither declared nor replaced.
 */
export function readXml(text: string): ReadonlyMap<string, string> | null {
  if (!/^\s*<xml>/.test(text)) return null
  try {
    const { xml } = parser.parse(text, true)
    if (typeof xml !== 'object' || xml === null) return null
    const elements = Object.entries(xml as Record<string, unknown>)
    return new Map(
      elements.flatMap(([name, value]) =>
        typeof value === 'string' ? [[name, value.replaceAll('\0', '')]] : [],
      ),
    )
  } catch {
    return null
  }
}

/** Writes one `<xml>` element; numbers and texts become children, objects become nested ones. */
export function writeXml(children: XmlChildren): string {
  return `<xml>${childrenOf(children)}</xml>`
}

type XmlChildren = { readonly [name: string]: string | number | XmlChildren }

const childrenOf = (children: XmlChildren): string =>
  Object.entries(children)
    .map(([name, value]) => `<${name}>${inner(value)}</${name}>`)
    .join('')

function inner(value: string | number | XmlChildren): string {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' ? cdata(value) : childrenOf(value)
}

/** Characters that no XML may hold are left out. */
const cdata = (text: string): string =>
  `<![CDATA[${text
    .toWellFormed()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to be left out
    .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '')
    .replaceAll(']]>', ']]]]><![CDATA[>')}]]>`
