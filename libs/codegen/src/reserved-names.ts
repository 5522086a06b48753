import type { Language } from './generate-options.ts';

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Words of the languages, and names of theirs that generated text uses or readers would mistake. */
export const RESERVED_NAMES: Readonly<Record<Language, ReadonlySet<string>>> = {
  ts: new Set([
    ...words(`
      abstract any arguments as async await bigint boolean break case catch class const constructor continue debugger
      declare default delete do else enum eval export extends false finally for from function get globalThis if
      implements import in infer instanceof interface is keyof let module namespace never new null number object of
      package private protected public readonly require return satisfies set static string super switch symbol this
      throw true try type typeof undefined unique unknown using var void while with yield
    `),
    ...words(`
      Array ArrayBuffer AsyncDisposable AsyncIterable AsyncIterator Awaited BigInt Boolean Buffer Capitalize DataView
      Date Disposable Error Exclude Extract Function Infinity InstanceType Intl Iterable Iterator JSON
      Map Math NaN NonNullable Number Object Omit Partial Pick Promise PropertyKey Readonly
      ReadonlyArray ReadonlyMap ReadonlySet Record Reflect RegExp Required ReturnType Set String Symbol Temporal
      TextDecoder TextEncoder Uint8Array Uncapitalize URL WeakMap WeakSet
    `),
  ]),
  python: new Set(
    words(`
      False None True and as assert async await break case class continue def del elif else except finally for from
      global if import in is lambda match nonlocal not or pass raise return self cls try type while with yield
      abs all any bool bytes callable dict enum filter float format frozenset getattr hash id int isinstance iter len
      list map max min next object open print property range repr set setattr sorted str sum super tuple zip
      Any BaseException Callable ClassVar Decimal Enum Exception Literal Mapping Optional Sequence Union dataclass
      date datetime decimal field fields time timedelta uuid UUID
    `),
  ),
  go: new Set(
    words(`
      break case chan const continue default defer else fallthrough for func go goto if import interface map package
      range return select struct switch type var
      any append bool byte cap clear close comparable complex complex64 complex128 copy delete error false float32
      float64 imag init int int8 int16 int32 int64 iota len main make max min new nil panic print println real recover
      rune string true uint uint8 uint16 uint32 uint64 uintptr
    `),
  ),
};

/** What no file or folder is called: what generated code has itself, and what Windows keeps for devices. */
export const RESERVED_FILES: ReadonlySet<string> = new Set(
  words(`
    index clients __init__ con prn aux nul com1 com2 com3 com4 com5 com6 com7 com8 com9 lpt1 lpt2 lpt3 lpt4 lpt5 lpt6
    lpt7 lpt8 lpt9
  `),
);
