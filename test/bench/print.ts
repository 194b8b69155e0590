/** One line of a table of figures. */
export type Named = { name: string }

/** Prints rows as a table, numbers as exact as anybody needs them. */
export function print(title: string, rows: readonly Named[]): void {
  console.log(`\n${title}\n`)
  console.table(
    Object.fromEntries(
      rows.map(({ name, ...figures }) => [
        name,
        Object.fromEntries(
          Object.entries(figures).map(([label, value]) => [
            label,
            typeof value === 'number' ? rounded(value) : value,
          ]),
        ),
      ]),
    ),
  )
}

const rounded = (value: number): number =>
  Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3))
