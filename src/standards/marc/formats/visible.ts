const control = /[\x00-\x1f\x7f-\x9f]/
const controls = /[\x00-\x1f\x7f-\x9f]/g

/** Text for a terminal or a log: control characters are shown (␛) and steer nothing. */
export const visible = (text: string): string => (control.test(text) ? text.replace(controls, picture) : text)

/** Unicode has pictures of the C0 controls; a C1 control (UNIMARC's non-sorting marks are such) is shown by its number. */
function picture(character: string): string {
  const code = character.charCodeAt(0)
  if (code < 0x20) return String.fromCharCode(0x2400 + code)
  return code === 0x7f ? '\u2421' : `<${code.toString(16).toUpperCase()}>`
}
