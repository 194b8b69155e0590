import type { Drawing } from '../layouts.ts'
import { writeWithJspdf } from './jspdf.ts'
import { writeWithPdfkit } from './pdfkit.ts'
import { writeWithPdfLib } from './pdfLib.ts'

/** Every way in which a PDF is written here: the library, and what becomes of its Chinese font. */
export const writers: Readonly<Record<string, (drawing: Drawing) => Promise<Uint8Array>>> = {
  'pdfkit, embedded': (drawing) => writeWithPdfkit(drawing, 'embedded'),
  'pdfkit, UniGB-UCS2-H': (drawing) => writeWithPdfkit(drawing, 'UniGB-UCS2-H'),
  'pdfkit, GBK-EUC-H': (drawing) => writeWithPdfkit(drawing, 'GBK-EUC-H'),
  'jsPDF, embedded': writeWithJspdf,
  'pdf-lib, embedded': (drawing) => writeWithPdfLib(drawing, 'embedded'),
  'pdf-lib, UniGB-UCS2-H': (drawing) => writeWithPdfLib(drawing, 'UniGB-UCS2-H'),
  'pdf-lib, UniGB-UTF16-H': (drawing) => writeWithPdfLib(drawing, 'UniGB-UTF16-H'),
}
