import { samplesIn } from '../asn1/samples.ts'

/** Every PDU of fixtures/z3950. */
export const samples = samplesIn('z3950')
