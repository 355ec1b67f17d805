export { fillCatalogue } from './fill-catalogue.ts'
export { addSampleLenders } from './lenders.ts'
export { addSamplePeople, type SamplePerson } from './people.ts'
export { addSampleWork } from './work.ts'
