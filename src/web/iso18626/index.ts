export { iso18626Router } from './router.ts'
