/** Copies that lenders send as files: taken in, delivered, downloaded until their time is over, removed. */
export { type DeliverOptions, type Delivery, deliverCopy, isCopyHere } from './deliver.ts'
export {
  type Begun,
  brokenOff,
  type Download,
  type Downloadable,
  downloadAsStaff,
  downloadOwn,
  downloadsOf,
  mostBrokenOff,
} from './download.ts'
export { type FetchCopyOptions, fetchCopyHandlers, viaAddress } from './fetch-copy.ts'
export { type CopyOnItsWay, CopyToFetch, copiesOnTheirWay, fetchCopyJob, publicAddress } from './fetch-job.ts'
export { type DocumentMediaType, documentMediaTypes, documentTypes, documentTypeWords } from './media-types.ts'
export {
  documentsOf,
  hasReadyCopy,
  type OwnCopy,
  ownCopies,
  readyCopy,
  type StoredDocument,
  standingOfCopy,
} from './read.ts'
export { forgetDocuments, removeExpired, withdrawDocument } from './remove.ts'
export { bytesOfDocument, dropTaken, type TakenDocument, type TakeOptions, takeDocument } from './take.ts'
