export {
  CitationFields,
  type CitationFormOptions,
  type CitationTyped,
  citationFilled,
  citationForm,
  citationTyped,
  type Service,
  services,
  type Wanted,
  wantedOf,
} from './citation-form.ts'
