export { sruRouter } from './router.ts'
export { defaultSru, type SruSettings } from './settings.ts'
