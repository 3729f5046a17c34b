import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { canonicalJson, canonicalOf, type JsonValue } from './canonical.ts';

const values = fc.jsonValue({ noUnicodeString: false }) as fc.Arbitrary<JsonValue>;

describe('canonical JSON', () => {
  it('has one text for one value, whatever the order of its names', () => {
    fc.assert(fc.property(fc.dictionary(fc.string(), values), (record) => {
      const reversed = Object.fromEntries(Object.entries(record).reverse());
      expect(canonicalJson(reversed)).toBe(canonicalJson(record));
      expect(JSON.parse(canonicalJson(record))).toEqual(JSON.parse(JSON.stringify(record)));
    }));
  });

  it('refuses what JSON cannot hold rather than drop it', () => {
    for (const value of [NaN, Infinity, undefined, () => 1, { a: undefined }]) {
      expect(() => canonicalJson(value as unknown as JsonValue)).toThrow(TypeError);
    }
  });

  // RFC 8785, 3.2.2 with what it gives in 3.2.3; names by 3.2.3; numbers of appendix B.
  it.each<[string, JsonValue]>([
    ['{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
      + '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    { numbers: [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/', literals: [null, true, false] }],
    ['{"\\r":"Carriage Return","1":"One","\u0080":"Control","ö":"Latin Small Letter O With Diaeresis",'
      + '"€":"Euro Sign","😀":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
    { '\u20ac': 'Euro Sign', '\r': 'Carriage Return', '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One', '\ud83d\ude00': 'Emoji: Grinning Face', '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis' }],
    ['[0,0,5e-324,1.7976931348623157e+308,9007199254740992,295147905179352830000,1e+21,1e-7,'
      + '999999999999999900000,0.000001,-0.0000033333333333333333]',
    [0, -0, 5e-324, 1.7976931348623157e308, 9007199254740992, 295147905179352830000, 1e21, 1e-7,
      999999999999999900000, 0.000001, -0.0000033333333333333333]],
  ])('is as RFC 8785 has it: %s', (text, value) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it('is byte by byte what the library of the RFC\'s authors gives', () => {
    fc.assert(fc.property(values, (value) => {
      expect(canonicalJson(value)).toBe(canonicalize(value));
    }), { numRuns: 1_000 });
  });
});

describe('canonical text of what JSON keeps', () => {
  it('has its names in code-unit order at every depth, whatever order they came in', () => {
    expect(canonicalOf({ b: 1, é: true, a: [{ d: null, c: 'x"\n' }, 2], Z: 0 }))
      .toBe('{"Z":0,"a":[{"c":"x\\"\\n","d":null},2],"b":1,"é":true}');
    expect(canonicalOf({ a: { y: 2, x: 1 }, c: 3 }))
      .toBe(canonicalOf({ c: 3, a: { x: 1, y: 2 } }));
  });

  it('keeps the order of lists', () => {
    expect(canonicalOf([2, 1, ['b', 'a']])).toBe('[2,1,["b","a"]]');
  });

  it('leaves out what is undefined, and is the signed text where nothing is', () => {
    expect(canonicalOf({ b: undefined, a: { c: undefined, d: 1 } })).toBe('{"a":{"d":1}}');
    fc.assert(fc.property(fc.array(values), (list) => {
      expect(canonicalOf(list)).toBe(canonicalJson(list));
    }));
  });
});
