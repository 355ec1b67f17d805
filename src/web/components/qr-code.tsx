/** Rows of a QR code: true is dark. */
export type QrCode = readonly (readonly boolean[])[]

/** The QR code of a text. ISO/IEC 18004. */
export async function qrCodeOf(text: string): Promise<QrCode> {
  // Few pages need it, and it is large.
  const { default: bwip } = await import('bwip-js')
  const [symbol] = bwip.raw({ bcid: 'qrcode', text })
  if (!symbol || !('pixs' in symbol)) throw new Error('a QR code is made of pixels')
  const { pixs, pixx } = symbol
  return Array.from({ length: pixs.length / pixx }, (_, y) =>
    Array.from(pixs.slice(y * pixx, (y + 1) * pixx), (pixel) => pixel === 1),
  )
}

/** Light all around, in modules: without it cameras do not see where the code ends. */
const quiet = 4

/** Draws a QR code, dark on light whatever the colours of the page. */
export function QrPicture({ code, label }: { readonly code: QrCode; readonly label: string }) {
  const size = code.length + 2 * quiet
  const path = code.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('')
  return (
    <svg class="qr" viewBox={`${-quiet} ${-quiet} ${size} ${size}`} role="img" aria-label={label}>
      <rect x={-quiet} y={-quiet} width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" shape-rendering="crispEdges" />
    </svg>
  )
}
