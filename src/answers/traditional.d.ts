/** The character table of OpenCC alone (29 kB): `"萬 万|與 与|…"`. The package types its larger bundles only. */
declare module 'opencc-js/dict/TSCharacters' {
  const pairs: string
  export default pairs
}
