import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { parse } from 'yaml'
import { compileLexicon } from '../../src/wishes/lexicon.ts'
import { compileQuestions } from '../../src/wishes/question.ts'
import { faqSchema, glossarySchema, wishesSchema } from '../../src/wishes/schema.ts'

const text = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')
const yaml = (name: string) => parse(text(`../../flows/${name}.yaml`))

export const glossary = v.parse(glossarySchema, yaml('glossary'))
export const wishes = v.parse(wishesSchema, yaml('wishes'))
export const faq = v.parse(faqSchema, yaml('questions'))
export const lexicon = compileLexicon(yaml('wishes'), yaml('glossary'), yaml('questions'))
export const book = compileQuestions(yaml('questions'), yaml('glossary'), yaml('wishes'))

/** The lines of a table, each cut at its tabs. */
export const table = (name: string): string[][] =>
  text(`./tables/${name}`)
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'))
