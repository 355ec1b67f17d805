import { z } from 'zod'
import { minorUnits } from './currencies.ts'

/** An amount such as "12.50", always with a point, and its currency by ISO 4217 where it is known. */
export interface Money {
  readonly amount: string
  readonly currency?: string | undefined
}

/** `12.50`, `12,5`, `1 234,50`, `1.234,50`, `1'234`: groups of three, and another mark before the digits of the minor unit. */
const written = /^(\d+|\d{1,3}(?:([ \u00a0\u202f'’.,])\d{3})(?:\2\d{3})*)(?:([.,])(\d+))?$/u
const withCurrency = /^\s*([A-Za-z]{1,3})?\s*(\d.*?)\s*([A-Za-z]{1,3})?\s*$/su

interface Digits {
  readonly whole: string
  readonly part: string
  readonly mark: string | undefined
}

function digitsIn(text: string): Digits | undefined {
  const [, grouped, group, mark, part = ''] = written.exec(text) ?? []
  if (grouped === undefined || (group !== undefined && group === mark)) return undefined
  return { whole: grouped.replace(/\D/g, '').replace(/^0+(?=\d)/, ''), part, mark }
}

/** How many digits a currency has after the point; two where it is not named. */
const digitsOf = (currency: string | undefined): number => minorUnits.get(currency ?? '') ?? 2

/**
 * An amount as people type it: with a decimal comma or point, and a currency before or after it where it has one. What is
 * wrong is said in a sentence.
 */
export function readMoney(text: string): { readonly money: Money } | { readonly complaint: string } {
  const [, before, number = '', after] = withCurrency.exec(text) ?? []
  const digits = digitsIn(number)
  if (!digits || (before !== undefined && after !== undefined))
    return { complaint: 'Give an amount such as 12.50 or 12.50 EUR.' }
  const currency = (before ?? after)?.toUpperCase()
  if (currency !== undefined && !minorUnits.has(currency))
    return { complaint: `${currency} is no currency: give its three letters by ISO 4217, such as EUR.` }
  const most = digitsOf(currency)
  if (digits.part.length > most) return { complaint: tooExact(most, currency) }
  if (digits.whole.length > 9) return { complaint: 'Give an amount below 1 000 000 000.' }
  const amount = digits.part === '' ? digits.whole : `${digits.whole}.${digits.part.padEnd(most, '0')}`
  return { money: { amount, ...(currency !== undefined && { currency }) } }
}

function tooExact(most: number, currency: string | undefined): string {
  if (currency === undefined) return 'Give at most two digits after the point, or name the currency.'
  return most === 0
    ? `${currency} has no digits after the point.`
    : `${currency} has at most ${most} digits after the point.`
}

/** The amount in what was typed; undefined where it is none. */
export function moneyIn(text: unknown): Money | undefined {
  const read = typeof text === 'string' ? readMoney(text) : undefined
  return read && 'money' in read ? read.money : undefined
}

/**
 * An amount as another library's system wrote it, with its currency beside it or in the text: whatever currency it names,
 * and up to four digits after the point. Undefined where it is none, or could be a thousand times another.
 */
export function moneyHeard(text: string | undefined, beside?: string): Money | undefined {
  const [, before, number = '', after] = withCurrency.exec(text ?? '') ?? []
  const digits = digitsIn(number)
  const currency = (beside || before || after)?.toUpperCase()
  if (!digits || digits.whole.length > 12) return undefined
  if (digits.mark === ',' && digits.part.length === 3 && digitsOf(currency) !== 3) return undefined
  const part = digits.part.length > 4 ? digits.part.replace(/0+$/, '') : digits.part
  if (part.length > 4) return undefined
  return { amount: part === '' ? digits.whole : `${digits.whole}.${part}`, ...(currency && { currency }) }
}

/** As people read it, and as both functions read it again. */
export function moneyText(money: Money): string
export function moneyText(money: Money | undefined): string | undefined
export function moneyText(money: Money | undefined): string | undefined {
  return money && [money.amount, money.currency].filter(Boolean).join(' ')
}

/** An amount with all digits of its currency's minor unit: 12 EUR is 12.00. */
export function inMinorUnits(amount: string, currency: string | undefined): string {
  const [whole = '0', part = ''] = amount.split('.')
  const digits = part.padEnd(digitsOf(currency), '0')
  return digits === '' ? whole : `${whole}.${digits}`
}

const asHeard = (text: string): boolean => moneyText(moneyHeard(text)) === text

/**
 * The field of a form that takes an amount: what was typed becomes `12.50 EUR`. Where another library's system may have
 * filled it, with `heard`, what such systems say stays as it is.
 */
export const moneyField = (title: string, { heard = false } = {}) =>
  z
    .string()
    .trim()
    .max(40, 'Use at most 40 characters.')
    .check(({ value, issues }) => {
      const read = readMoney(value)
      if ('complaint' in read && !(heard && asHeard(value)))
        issues.push({ code: 'custom', input: value, message: read.complaint, continue: true })
    })
    .overwrite((text) => {
      const money = moneyIn(text)
      return money ? moneyText(money) : text
    })
    .meta({ title })

/** An amount without its currency, which stands somewhere else; at most two digits after the point. */
export const plainAmount = z
  .string()
  .trim()
  .check(({ value, issues }) => {
    const read = readMoney(value)
    const message =
      'complaint' in read ? read.complaint : read.money.currency && 'Give the amount alone, such as 12.50.'
    if (message) issues.push({ code: 'custom', input: value, message, continue: true })
  })
  .overwrite((text) => moneyIn(text)?.amount ?? text)

/** A currency by its three letters, or nothing. */
export const currencyCode = z
  .string()
  .trim()
  .toUpperCase()
  .refine((code) => code === '' || minorUnits.has(code), 'Give the three letters of a currency, such as EUR.')
