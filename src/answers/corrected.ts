const slip =
  /(?<![对是没])(?:不对不对|不对|不是的|不是(?=[,，]\s*\S)|[啊哦噢喔呃额哎]不是?(?=[,，\s]|$)|不不不?|(?:我|刚才|刚刚|上面|前面|之前|那个)*(?:写|打|说|输|填|发|搞|弄|记|看|念|报|选|点|手)?错了|(?:写|打|说|输|填|发|搞|弄|记|看|念|报|选)错|手滑|更正(?:一下|为)?|纠正(?:一下)?|修正(?:一下|为)?|(?:请|要|想|帮我?|给我|麻烦)*(?:改成|改为|更改为|修改为|换成|变更为)|改一下|以(?:这|下面|后面)(?:个|条|次)?为准)/g

const stale = /停用|作废|注销|不用了|旧号|旧的|老号|以前是|原来是|原先是/

/** Drops a clause that tells a value of the past where another clause tells one. */
function withoutStale(words: string, holds: (words: string) => boolean): string {
  if (!stale.test(words)) return words
  const clauses = words.split(/[,，;；。\n]+/)
  const fresh = clauses.filter((clause) => !stale.test(clause))
  return fresh.some(holds) ? fresh.join('，') : words
}

const value = /[\d零〇一二两三四五六七八九十百千万幺半]|现在|至今|男|女/

/** Tells whether words hold something that can be a number or a time. */
const holdsNumber = (words: string): boolean => value.test(words)

/**
 * The words that count after a correction inside a message: what follows 不对 or 写错了, the B of 不是A，是B,
 * the A of 是A，不是B. Words without a correction come back as they are. Expects comparable words; `holds`
 * tells which words can be a value at all.
 */
export function corrected(words: string, holds: (words: string) => boolean = holdsNumber): string {
  const whole = withoutStale(words, holds)
  let rest = whole
  for (const found of whole.matchAll(slip)) {
    const after = whole
      .slice(found.index + found[0].length)
      .replace(/^[,，.。;；:：!！\s的了]+/, '')
    if (after !== '' && (holds(after) || /^(?:是|应该是|应当是)./.test(after))) rest = after
  }
  const replaced =
    /^(?:.*[^是还])?不是(.+?)[,，.。;；\s]*(?:而是|应该是|应当是|(?<!不)是)(.+)$/s.exec(rest)
  if (replaced?.[1] && replaced[2] && holds(replaced[2])) return replaced[2].trim()
  const kept = /^(.*?[^\s,，;；是还])[,，;；.。\s]*(?:而|可|并)?不是(.+)$/s.exec(rest)
  if (kept?.[1] && kept[2] && holds(kept[1]) && holds(kept[2])) return kept[1].trim()
  return rest.trim()
}
