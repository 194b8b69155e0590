/** 可转移 · 暂不办理 · 不能转入(建立临时账户) · 无需转移 */
export type Verdict = 'transfer' | 'later' | 'cannot' | 'none'

/**
 * The scenarios of the advice, in the order of the rules that lead to them. `stay` is what
 * clerks are taught as 矢志不移型; all other names are plain ones of our own, not official ones.
 */
export const kinds = [
  /** Draws the pension already: nothing is transferred any more. */
  'drawing',
  /** Draws the residents' pension already: that scheme can be neither moved nor joined any more. */
  'drawingResident',
  /** The urban and rural residents' scheme on one side or both. */
  'residentScheme',
  /** Government offices and public institutions on one side or both. */
  'governmentScheme',
  /** Soldiers' or army spouses' insurance on one side. */
  'armyScheme',
  /** The statutory age is reached: the record alone decides. */
  'retirementReached',
  /** Nothing paid yet in the new place. */
  'notEnrolled',
  /** All contributions lie in one province. */
  'sameProvince',
  /** First enrolled outside the household province at 50 (men) or 40 (women) or later. */
  'ageBar',
  /** Stays in the new place until retirement. */
  'stay',
  /** Goes home and is insured there. */
  'home',
  /** Means to go home, is not insured there yet. */
  'homeNotEnrolled',
  /** Means to go back to the old place. */
  'back',
  /** Does not know yet. */
  'undecided',
  /** The rules leave it open, or a fact is out of reach: the agency decides. */
  'unsettled',
] as const

/** One scenario of {@link kinds}. */
export type Kind = (typeof kinds)[number]
