export * from './field.ts'
export * from './types.ts'
