import { cut, printable } from '../text.ts'

const mostBeforeFold = 1200
const mostAtAll = 20_000

interface WordsProps {
  readonly text: string
  readonly lang?: string | undefined
  /** Characters shown; the rest is dropped, with an ellipsis. */
  readonly most?: number
}

/** Text of a record: isolated, so that its direction turns nothing around it, and never longer than the page bears. */
export const Words = ({ text, lang, most = mostBeforeFold }: WordsProps) => (
  <bdi lang={lang}>{cut(printable(text), most)}</bdi>
)

/** Text of a record that may be long: its beginning, and all of it on demand. */
export function LongWords({ text, lang }: WordsProps) {
  const shown = printable(text)
  if (shown.length <= mostBeforeFold) return <Words text={shown} lang={lang} />
  return (
    <details class="long">
      <summary>
        <Words text={shown} lang={lang} most={mostBeforeFold / 2} /> <span class="all-of-it">Show all</span>
        <span class="less">Show less</span>
      </summary>
      <Words text={shown} lang={lang} most={mostAtAll} />
    </details>
  )
}
