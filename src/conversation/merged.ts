import { type Frame, initialState, type Person, type State } from './state.ts'

/**
 * Two conversations of one person as one. Where both say something, `state` counts: what is open in it
 * stays on top, and what is open in `other` waits below.
 */
export function merged(state: State, other: State, isOpen: (frame: Frame) => boolean): State {
  const own = state.stack.filter(isOpen)
  const others = other.stack.filter(isOpen)
  const lingering = own.length + others.length === 0 ? state.stack : []
  const people = peopleOf(state, other)
  const inHand = people.find(({ whose }) => whose === state.whose)!
  return {
    ...{ ...initialState, ...state, ...inHand },
    stack: [...lingering, ...others, ...own],
    others: people.filter((person) => person !== inHand),
    dossiers: [...other.dossiers, ...state.dossiers].sort((a, b) =>
      a.status.submittedAt.localeCompare(b.status.submittedAt),
    ),
    handoff: state.handoff === 'none' ? other.handoff : state.handoff,
    ...((state.pushes ?? other.pushes) && {
      pushes: [state.pushes, other.pushes].includes('off') ? 'off' : 'on',
    }),
    untold: [...(other.untold ?? []), ...(state.untold ?? [])],
    aside: own.length > 0 ? state.aside : other.aside,
    ...{ misses: 0, paused: false },
  }
}

/** Everybody whom either conversation knows, each once. */
function peopleOf(state: State, other: State): Person[] {
  const [ours, theirs] = [state, other].map(allOf) as [Person[], Person[]]
  const both = ours.map((person) => {
    const known = theirs.find(({ whose }) => whose === person.whose)
    if (!known) return person
    return {
      whose: person.whose,
      person: { ...known.person, ...person.person },
      consentedOn: person.consentedOn ?? known.consentedOn,
      advice: person.advice ?? known.advice,
    }
  })
  const rest = theirs.filter(({ whose }) => !ours.some((person) => person.whose === whose))
  return [...both, ...rest]
}

const allOf = ({ whose, person, consentedOn, advice, others }: State): Person[] => [
  { whose, person, consentedOn, advice },
  ...others,
]
