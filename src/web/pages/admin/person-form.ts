import { z } from 'zod'
import type { Person, PersonFields, PersonKind, RoleGrant } from '../../../accounts/index.ts'
import { plainText } from './plain-text.ts'

export const kinds = ['staff', 'patron'] as const

const loginWords: Readonly<Record<PersonKind, string>> = {
  staff: 'Give a name to sign in by: letters, digits and . _ @ - without spaces.',
  patron: 'Give the card number: letters, digits and . _ @ - without spaces.',
}

/** What the form of an account sends. Roles and their branches come in pairs. */
export const PersonForm = z.object({
  kind: z.enum(kinds).default('staff'),
  login: z.string().trim().max(100).default(''),
  name: plainText(200, 'Give the person’s name, as colleagues will read it.'),
  email: z
    .union([z.literal(''), z.email('This is no e-mail address: leave it empty if there is none.').max(200)])
    .default(''),
  branch: z.string().max(64).default(''),
  group: z.string().max(64).default(''),
  expiresOn: z.union([z.literal(''), z.iso.date('Give a date, like 2027-12-31.')]).default(''),
  blocked: z.literal('1').optional(),
  closed: z.literal('1').optional(),
  role: z.array(z.string().max(64)).max(50),
  roleBranch: z.array(z.string().max(64)).max(50),
})
export type PersonForm = z.output<typeof PersonForm>

/** The form, with a login that suits the kind. */
export const PersonFormChecked = PersonForm.check(({ value, issues }) => {
  if (!/^[\p{L}\p{N}][\p{L}\p{N}._@+-]*$/u.test(value.login))
    issues.push({ code: 'custom', input: value.login, path: ['login'], message: loginWords[value.kind] })
})

/** Before anything is typed: a patron is one by role. */
export const emptyForm = (kind: PersonKind): PersonForm => ({
  kind,
  login: '',
  name: '',
  email: '',
  branch: '',
  group: '',
  expiresOn: '',
  role: kind === 'patron' ? ['patron'] : [],
  roleBranch: [],
})

/** An account as the form has it. */
export const formOf = (person: Person): PersonForm => ({
  kind: person.kind,
  login: person.login,
  name: person.name,
  email: person.email,
  branch: person.branch ?? '',
  group: person.group ?? '',
  expiresOn: person.expiresOn ?? '',
  ...(person.blocked && { blocked: '1' }),
  ...(!person.active && { closed: '1' }),
  role: person.roles.map(({ role }) => role),
  roleBranch: person.roles.map(({ branch = '' }) => branch),
})

/** What is to be kept of a person. */
export const fieldsOf = (form: PersonForm): PersonFields => ({
  kind: form.kind,
  login: form.login,
  name: form.name,
  email: form.email,
  branch: form.branch || undefined,
  group: form.kind === 'patron' && form.group ? form.group : undefined,
  expiresOn: form.kind === 'patron' && form.expiresOn ? form.expiresOn : undefined,
  blocked: form.kind === 'patron' && form.blocked !== undefined,
  active: form.closed === undefined,
  roles: grantsOf(form),
})

/** The roles of a form, without its empty lines. */
export const grantsOf = ({ role, roleBranch }: PersonForm): RoleGrant[] =>
  role.flatMap((name, i) => (name === '' ? [] : [{ role: name, branch: roleBranch[i] || undefined }]))
