import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Visitor } from '../visitor.ts'

/** Whom a page is made for; every page is rendered inside one. */
export const Visit = createContext<Visitor | undefined>(undefined)

export function useVisitor(): Visitor {
  const visitor = useContext(Visit)
  if (!visitor) throw new Error('a page is rendered for a visitor')
  return visitor
}

/** Belongs into every form that is posted: shows that a page of ours sent it. */
export const CsrfField = () => <input type="hidden" name="csrf" value={useVisitor().csrf()} />
