import writeExcelFile from 'write-excel-file/universal'
import type { Row } from './rows.ts'
import { minuteOf } from './rows.ts'

const columns: readonly { title: string; width: number; text: (row: Row) => string }[] = [
  { title: '网上申报流水号', width: 20, text: (row) => row.serial },
  { title: '身份证号', width: 22, text: (row) => row.idNumber },
  { title: '姓名', width: 12, text: (row) => row.name },
  { title: '申报时间', width: 18, text: (row) => minuteOf(row.submittedAt) },
  { title: '申报业务类型', width: 30, text: (row) => row.businessName },
  { title: '办理状态', width: 12, text: (row) => row.handling },
  { title: '险种', width: 12, text: (row) => row.insurance },
  { title: '业务反馈状态', width: 14, text: (row) => row.feedback ?? '' },
  { title: '业务办理不成功原因', width: 40, text: (row) => row.reason ?? '' },
  { title: '业务办理反馈信息解释', width: 60, text: (row) => row.explanation ?? '' },
]

/** The query's table as an Excel file. Every cell is text: what looks like a formula stays what it looks like. */
export async function writeSpreadsheet(rows: readonly Row[]): Promise<ArrayBuffer> {
  const heading = columns.map(({ title }) => ({ value: title, fontWeight: 'bold' as const }))
  const lines = rows.map((row) =>
    columns.map(({ text }) => ({ value: printable(text(row)), type: String, wrap: true })),
  )
  const file = writeExcelFile([heading, ...lines], {
    columns: columns.map(({ width }) => ({ width })),
    stickyRowsCount: 1,
    sheet: '申报信息',
  })
  return (await file.toBlob()).arrayBuffer()
}

/** Without the control characters that XML cannot hold. */
function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return text.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '')
}
