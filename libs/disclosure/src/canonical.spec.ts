import { canonical } from './canonical.ts';

describe('canonical text', () => {
  it('has its keys in code-unit order at every depth, whatever order they came in', () => {
    expect(canonical({ b: 1, é: true, a: [{ d: null, c: 'x"\n' }, 2], Z: 0 }))
      .toBe('{"Z":0,"a":[{"c":"x\\"\\n","d":null},2],"b":1,"é":true}');
    expect(canonical({ a: { y: 2, x: 1 }, c: 3 })).toBe(canonical({ c: 3, a: { x: 1, y: 2 } }));
  });

  it('keeps the order of lists', () => {
    expect(canonical([2, 1, ['b', 'a']])).toBe('[2,1,["b","a"]]');
  });
});
