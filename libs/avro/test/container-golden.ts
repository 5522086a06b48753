/**
 * Container files of other programs, in base64: four readings, the third without a value, a marker of bytes 1 to 16, and
 * metadata `origin`. Java's are in two blocks, of three and one. Python leaves a rest of zlib's checksum behind deflate.
 */
export const GOLDEN_FILES = [
  {
    program: 'org.apache.avro:avro 1.12.1 (Java)',
    codec: 'null',
    base64:
      'T2JqAQYWYXZyby5zY2hlbWHMAnsidHlwZSI6InJlY29yZCIsIm5hbWUiOiJSZWFkaW5nIiwibmFtZXNwYWNlIjoidCIsImZpZWxkcyI6W3sibmFtZSI6Im1hY2hpbmUiLCJ0eXBlIjoic3RyaW5nIn0seyJuYW1lIjoidmFsdWUiLCJ0eXBlIjpbIm51bGwiLCJkb3VibGUiXX0seyJuYW1lIjoiYXQiLCJ0eXBlIjoibG9uZyJ9XX0UYXZyby5jb2RlYwhudWxsDG9yaWdpbghqYXZhAAECAwQFBgcICQoLDA0ODxAGngEaU3VwZXJPdmVuMzAwMAIAAAAAAADgP4Cgq/75YhpTdXBlck92ZW4zMDAwAgAAAAAAAPg/gqCr/vliGlN1cGVyT3ZlbjMwMDAAhKCr/vliAQIDBAUGBwgJCgsMDQ4PEAI6GlN1cGVyT3ZlbjMwMDACAAAAAAAADECGoKv++WIBAgMEBQYHCAkKCwwNDg8Q',
  },
  {
    program: 'org.apache.avro:avro 1.12.1 (Java)',
    codec: 'deflate',
    base64:
      'T2JqAQYWYXZyby5zY2hlbWHMAnsidHlwZSI6InJlY29yZCIsIm5hbWUiOiJSZWFkaW5nIiwibmFtZXNwYWNlIjoidCIsImZpZWxkcyI6W3sibmFtZSI6Im1hY2hpbmUiLCJ0eXBlIjoic3RyaW5nIn0seyJuYW1lIjoidmFsdWUiLCJ0eXBlIjpbIm51bGwiLCJkb3VibGUiXX0seyJuYW1lIjoiYXQiLCJ0eXBlIjoibG9uZyJ9XX0UYXZyby5jb2RlYw5kZWZsYXRlDG9yaWdpbghqYXZhAAECAwQFBgcICQoLDA0ODxAGUJMKLi1ILfIvS80zNjAwYGIAgwf2DQtW//uZJIVN8od9ExZJhhawIAABAgMEBQYHCAkKCwwNDg8QAjiTCi4tSC3yL0vNMzYwMGBiAAMeh7YFq//9TAIAAQIDBAUGBwgJCgsMDQ4PEA==',
  },
  {
    program: 'org.apache.avro:avro 1.12.1 (Java)',
    codec: 'snappy',
    base64:
      'T2JqAQYWYXZyby5zY2hlbWHMAnsidHlwZSI6InJlY29yZCIsIm5hbWUiOiJSZWFkaW5nIiwibmFtZXNwYWNlIjoidCIsImZpZWxkcyI6W3sibmFtZSI6Im1hY2hpbmUiLCJ0eXBlIjoic3RyaW5nIn0seyJuYW1lIjoidmFsdWUiLCJ0eXBlIjpbIm51bGwiLCJkb3VibGUiXX0seyJuYW1lIjoiYXQiLCJ0eXBlIjoibG9uZyJ9XX0UYXZyby5jb2RlYwxzbmFwcHkMb3JpZ2luCGphdmEAAQIDBAUGBwgJCgsMDQ4PEAZqTzwaU3VwZXJPdmVuMzAwMAIABQEc4D+AoKv++WJSHQAQ+D+CoKtCHQAYAISgq/75YjE1Z8UBAgMEBQYHCAkKCwwNDg8QAkYdcBpTdXBlck92ZW4zMDAwAgAAAAAAAAxAhqCr/vliSxppDQECAwQFBgcICQoLDA0ODxA=',
  },
  {
    program: 'org.apache.avro:avro 1.12.1 (Java)',
    codec: 'zstandard',
    base64:
      'T2JqAQYWYXZyby5zY2hlbWHMAnsidHlwZSI6InJlY29yZCIsIm5hbWUiOiJSZWFkaW5nIiwibmFtZXNwYWNlIjoidCIsImZpZWxkcyI6W3sibmFtZSI6Im1hY2hpbmUiLCJ0eXBlIjoic3RyaW5nIn0seyJuYW1lIjoidmFsdWUiLCJ0eXBlIjpbIm51bGwiLCJkb3VibGUiXX0seyJuYW1lIjoiYXQiLCJ0eXBlIjoibG9uZyJ9XX0UYXZyby5jb2RlYxJ6c3RhbmRhcmQMb3JpZ2luCGphdmEAAQIDBAUGBwgJCgsMDQ4PEAZsKLUv/QBYbQEAJAIaU3VwZXJPdmVuMzAwMAIA4D+AoKv++WL4P4IAhKCr/vliAwAgGUA914IlAQIDBAUGBwgJCgsMDQ4PEAJMKLUv/QBY6QAAGlN1cGVyT3ZlbjMwMDACAAAAAAAADECGoKv++WIBAgMEBQYHCAkKCwwNDg8Q',
  },
  {
    program: 'fastavro 1.13.1 (Python)',
    codec: 'null',
    base64:
      'T2JqAQYMb3JpZ2luEGZhc3RhdnJvFGF2cm8uY29kZWMIbnVsbBZhdnJvLnNjaGVtYdICeyJ0eXBlIjogInJlY29yZCIsICJuYW1lIjogInQuUmVhZGluZyIsICJmaWVsZHMiOiBbeyJuYW1lIjogIm1hY2hpbmUiLCAidHlwZSI6ICJzdHJpbmcifSwgeyJuYW1lIjogInZhbHVlIiwgInR5cGUiOiBbIm51bGwiLCAiZG91YmxlIl19LCB7Im5hbWUiOiAiYXQiLCAidHlwZSI6ICJsb25nIn1dfQABAgMEBQYHCAkKCwwNDg8QCNgBGlN1cGVyT3ZlbjMwMDACAAAAAAAA4D+AoKv++WIaU3VwZXJPdmVuMzAwMAIAAAAAAAD4P4Kgq/75YhpTdXBlck92ZW4zMDAwAISgq/75YhpTdXBlck92ZW4zMDAwAgAAAAAAAAxAhqCr/vliAQIDBAUGBwgJCgsMDQ4PEA==',
  },
  {
    program: 'fastavro 1.13.1 (Python)',
    codec: 'deflate',
    base64:
      'T2JqAQYMb3JpZ2luEGZhc3RhdnJvFGF2cm8uY29kZWMOZGVmbGF0ZRZhdnJvLnNjaGVtYdICeyJ0eXBlIjogInJlY29yZCIsICJuYW1lIjogInQuUmVhZGluZyIsICJmaWVsZHMiOiBbeyJuYW1lIjogIm1hY2hpbmUiLCAidHlwZSI6ICJzdHJpbmcifSwgeyJuYW1lIjogInZhbHVlIiwgInR5cGUiOiBbIm51bGwiLCAiZG91YmxlIl19LCB7Im5hbWUiOiAiYXQiLCAidHlwZSI6ICJsb25nIn1dfQABAgMEBQYHCAkKCwwNDg8QCGCTCi4tSC3yL0vNMzYwMGBiAIMH9g0LVv/7mSSFTfKHfRMWSYYW3Dp4HNrAkgC37iUBAgMEBQYHCAkKCwwNDg8Q',
  },
  {
    program: 'fastavro 1.13.1 (Python)',
    codec: 'snappy',
    base64:
      'T2JqAQYMb3JpZ2luEGZhc3RhdnJvFGF2cm8uY29kZWMMc25hcHB5FmF2cm8uc2NoZW1h0gJ7InR5cGUiOiAicmVjb3JkIiwgIm5hbWUiOiAidC5SZWFkaW5nIiwgImZpZWxkcyI6IFt7Im5hbWUiOiAibWFjaGluZSIsICJ0eXBlIjogInN0cmluZyJ9LCB7Im5hbWUiOiAidmFsdWUiLCAidHlwZSI6IFsibnVsbCIsICJkb3VibGUiXX0sIHsibmFtZSI6ICJhdCIsICJ0eXBlIjogImxvbmcifV19AAECAwQFBgcICQoLDA0ODxAIggFsPBpTdXBlck92ZW4zMDAwAgAFARzgP4Cgq/75YlIdAAj4P4JKHQAEAIRKFQA4AgAAAAAAAAxAhqCr/vlilKNGlwECAwQFBgcICQoLDA0ODxA=',
  },
  {
    program: 'fastavro 1.13.1 (Python)',
    codec: 'zstandard',
    base64:
      'T2JqAQYMb3JpZ2luEGZhc3RhdnJvFGF2cm8uY29kZWMSenN0YW5kYXJkFmF2cm8uc2NoZW1h0gJ7InR5cGUiOiAicmVjb3JkIiwgIm5hbWUiOiAidC5SZWFkaW5nIiwgImZpZWxkcyI6IFt7Im5hbWUiOiAibWFjaGluZSIsICJ0eXBlIjogInN0cmluZyJ9LCB7Im5hbWUiOiAidmFsdWUiLCAidHlwZSI6IFsibnVsbCIsICJkb3VibGUiXX0sIHsibmFtZSI6ICJhdCIsICJ0eXBlIjogImxvbmcifV19AAECAwQFBgcICQoLDA0ODxAIeCi1L/0gbJ0BAFQCGlN1cGVyT3ZlbjMwMDACAOA/gKCr/vli+D+CAIQMQIagq/75YgQAVdkYJAOo51qwBAECAwQFBgcICQoLDA0ODxA=',
  },
] as const;
