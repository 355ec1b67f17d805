import type { ComponentChildren } from 'preact'
import { href } from '../href.ts'

interface LinkProps {
  readonly to: string
  readonly children: ComponentChildren
  readonly id?: string
  readonly class?: string
  readonly rel?: string
  readonly current?: 'page' | 'true' | false
  readonly download?: boolean
  readonly label?: string
  /** Its page is shown over this one, where there is a script to do it. */
  readonly dialog?: boolean
  /** Ends a dialog in which it stands. */
  readonly close?: boolean
}

/** The only anchor of the product: an address `href` refuses is printed as text. */
export function Link({ to, children, current, label, dialog, close, ...attributes }: LinkProps) {
  const address = href(to)
  if (address === undefined) return <span class={attributes.class}>{children}</span>
  const outside = !/^[/?#]/.test(address)
  return (
    <a
      {...attributes}
      href={address}
      aria-current={current || undefined}
      aria-label={label}
      data-dialog={dialog || undefined}
      data-close={close || undefined}
      rel={outside ? 'noopener noreferrer external' : attributes.rel}
    >
      {children}
    </a>
  )
}
