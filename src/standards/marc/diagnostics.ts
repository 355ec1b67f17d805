/** Every repair and rejection by code, with its text. */
export const diagnosticTexts = {
  // Between and around records
  'bytes-between': 'Bytes between two records that belong to none of them',
  'record-not-found': 'No record begins here',
  'record-cut-short': 'The record ends before its last field does',
  'record-terminator-missing': 'The record has no terminator',
  'record-terminator-inside': 'A record terminator stands inside the record',
  'record-too-long': 'The record is longer than 99,999 bytes',
  'record-over-limit': 'The record is longer than the largest that is read',
  'bytes-inserted': 'Line ends or NULs stand all over the record: taken out, as its lengths ask for',
  'control-replaced': 'Other characters stand for terminators or delimiters: put back where the directory has them',
  'no-fields': 'No field can be told from the others',

  // Leader
  'length-wrong': 'The record length in the leader is wrong',
  'leader-wrong': 'The leader is not as the format wants it',
  'base-wrong': 'The base address in the leader is wrong',

  // Directory
  'directory-wrong': 'The directory cannot be cut into entries of twelve characters',
  'directory-terminator-missing': 'The directory has no terminator',
  'entry-wrong': 'A directory entry is not a tag, a length and a start',
  'entry-overlap': 'Directory entries point at the same bytes',
  'entry-past-end': 'A directory entry points behind the end of the record',
  'entry-misplaced': 'A directory entry does not point at its field: the field was found by its terminator',
  'entry-without-field': 'A directory entry has no field',
  'field-without-entry': 'A field has no directory entry',

  // Fields
  'field-terminator-missing': 'A field has no terminator',
  'field-terminator-inside': 'A field terminator stands inside a field',
  'field-split': 'A field was cut in two where its terminator was lost',
  'field-empty': 'A field has no data',
  'tag-wrong': 'A tag is not three letters or digits',
  'indicators-wrong': 'Indicators are missing, too many or not permitted characters',
  'delimiter-missing': 'A data field has no subfield delimiter',
  'data-before-subfield': 'Data stands before the first subfield',
  'subfield-code-wrong': 'A subfield code is not a letter or digit',
  'delimiter-replaced': 'The subfield delimiter is another character',
  'control-character': 'A control character stands in the data',

  // Character sets
  'encoding-mixed': 'The field is in another encoding than the rest of the record',
  'utf8-doubled': 'The text was encoded in UTF-8 twice: undone once',
  undecodable: 'Characters cannot be decoded: they are shown as U+FFFD',

  // MARCXML, MARC-in-JSON and MARCMaker
  'leader-missing': 'The record has no leader: a blank one was put in',
  'leader-repeated': 'The record has a second leader: it was left out',
  'field-dropped': 'The field was left out because its tag fits no format',
  'control-field-with-subfields': 'A control field has subfields: their texts were joined',
  'json-malformed': 'The JSON is not well-formed',
  'json-too-deep': 'The JSON is nested deeper than is read',
  'json-member-unknown': 'A member that MARC-in-JSON does not know was left out',
  'json-value-unexpected': 'A value is not what MARC-in-JSON has there',
  'mrk-line-continued': 'A line without "=" was taken as the continuation of the field before it',
  'mrk-line-unknown': 'A line without "=" was left out',
  'mrk-mnemonic-unknown': 'The mnemonic is unknown: it was kept as it stands',
  'mrk-gap-wrong': 'There are not two blanks between tag and text',
  'xml-malformed': 'The XML is not well-formed',
  'xml-doctype': 'XML with a document type declaration is not read',
  'xml-too-deep': 'The XML is nested deeper than is read',
  'xml-encoding-unknown': 'The XML is in an encoding that is not read',
  'xml-repaired': 'The XML is not well-formed here, but can be read',
  'xml-element-unknown': 'MARCXML does not know this element: it was passed over',
  'xml-text-unexpected': 'Text outside of the fields was left out',
  'xml-character-dropped': 'The character cannot be written in XML: it was left out',
} as const
export type DiagnosticCode = keyof typeof diagnosticTexts
