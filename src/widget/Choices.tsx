import { Icon } from './Mark.tsx'
import { moveFocus } from './Menu.tsx'
import type { Shown } from './screen.ts'

type Props = Shown & {
  choices: { value: string; label: string }[]
  /** The message that offers them. */
  seq: number
  /** Answered: the choices can only be seen. */
  closed: boolean
  /** The label that was taken. */
  taken: string | undefined
}

/** The longest label, in characters, for which the choices stand side by side. */
const short = 6

/** Ready answers as buttons. Once answered they stay to be seen, and do nothing. */
export function Choices({ choices, seq, closed, taken, words, act }: Props) {
  const row = choices.every(({ label }) => label.length <= short)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset has no place in a log of messages
    <div
      role="group"
      aria-label={words.choices}
      class={`choices ${row || closed ? 'row' : ''} ${closed ? 'closed' : ''}`}
      onKeyDown={(event) => moveFocus(event, 'button')}
    >
      {choices.map((choice) => {
        const isTaken = closed && taken === choice.label
        return (
          <button
            key={choice.value}
            type="button"
            class={isTaken ? 'choice taken' : 'choice'}
            aria-disabled={closed}
            onClick={() => closed || act.choose(choice, seq)}
          >
            {choice.label}
            {isTaken && <Icon name="check" />}
            {isTaken && <span class="unseen">{words.chosen}</span>}
          </button>
        )
      })}
    </div>
  )
}
