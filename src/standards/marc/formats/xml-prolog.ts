/** What an XML document begins with, and the character where that begins. */
export interface Beginning {
  readonly what: 'element' | 'doctype' | 'undecided'
  readonly at: number
}

/** Comments and processing instructions, the XML declaration among them, and blanks (XML 1.0 §2.8, Misc). */
const misc = /(?:\s+|<!--[\s\S]*?-->|<\?[\s\S]*?\?>)/y

/**
 * Looks at the text before the root element, so that a document type declaration is met before any parser sees it. Text
 * that is no prolog counts as `element`: the parser will say what is wrong with it.
 */
export function beginning(text: string): Beginning {
  misc.lastIndex = 0
  let at = 0
  while (misc.test(text)) at = misc.lastIndex
  const rest = text.slice(at, at + 4)
  if (rest === '' || '<!--'.startsWith(rest) || rest === '<!--' || rest.startsWith('<?'))
    return { what: 'undecided', at }
  return { what: rest.startsWith('<!') ? 'doctype' : 'element', at }
}
