export { type RestoreOptions, restore } from './restore.ts'
export { backUp, type Progress } from './write.ts'
