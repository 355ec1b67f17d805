/** Certificates with their keys, as they lie in files: read again when they were renewed. */
export {
  type Certificate,
  followTlsFiles,
  readCertificate,
  TlsFileName,
  type TlsFiles,
  type TlsTexts,
} from './files.ts'
export { tlsFailureWords } from './words.ts'
