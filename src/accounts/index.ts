/** People, what they may do, and how they show who they are. */
export {
  authenticatorUri,
  isAuthenticator,
  newAuthenticator,
  removeAuthenticator,
  setAuthenticator,
} from './authenticators.ts'
export { listPeople, namesOf, type PeopleQuery, type PersonLine, type PersonName } from './directory.ts'
export { type KnownElsewhere, keepReader, type ShownElsewhere } from './elsewhere.ts'
export { type LinkPurpose, makeLink, makeSecretLink, readLink, useLink } from './links.ts'
export * from './people.ts'
export * from './permissions.ts'
export { addRole, changeRole, listRoles, type Role, type RoleFields, removeRole } from './roles.ts'
export { createSecrets, newToken, passwordComplaint, pinComplaint, type Secrets, tokenHash } from './secrets.ts'
export { beginSession, endSession, endSessions, resumeSession, type SessionInfo, sessionsOf } from './sessions.ts'
export { type Credentials, confirmSecret, type ShowElsewhere, type SignIn, signIn } from './sign-in.ts'
export { type ApiToken, listTokens, makeToken, revokeToken, useToken } from './tokens.ts'
