// Generated from codetables-iso5426.xml by fixtures/generate/charset-tables.ts: do not edit.

/** ISO 5426 in G1. */
export const iso5426Table = {
  characters:
    '\ufffd¡\u201e£$¥\u2020§\u2032\u2018\u201c«\u266d©\u2117®ʻʼ\u201a\ufffd\ufffd\ufffd\u2021·\u2033\u2019\u201d»\u266fʹʺ¿\u0309\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u0308\u030a\u0315\u0313\u030b\u031b\u030c\u0327\u031c\u0326\u0328\u0325\u032e\u0323\u0324\u0332\u0333\u0329\u032d\ufffd\u0360\ufffd\ufffd\ufffdÆĐ\ufffd\ufffd\ufffdĲ\ufffdŁØŒ\ufffdÞ\ufffd\ufffd\ufffd\ufffdæđð\ufffdıĳ\ufffdłøœßþ\ufffd\ufffd\ufffd',
  marks: '@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_',
} as const
