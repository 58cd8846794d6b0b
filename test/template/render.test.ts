import { expect, test } from 'vitest'
import { values } from '../../harness/tool/template-values.ts'
import { render } from '../../src/template/render.ts'

test('values are inserted without HTML escaping', () => {
  expect(render('{{npmName}} {{framework.title}} {{framework.docs}} {{toolVersion}}', values, 'x')).toBe(
    'my-api Plain <&> https://example.org/?a=1&b=2 1.2.3',
  )
})

test('an unknown value is an error that names the file', () => {
  expect(() => render('{{nmpName}}', values, 'package.json.hbs')).toThrow(
    /package\.json\.hbs cannot be rendered.*nmpName/,
  )
  expect(() => render('{{framework.nothing}}', values, 'x.hbs')).toThrow('x.hbs cannot be rendered')
  expect(() => render('{{#if}}', values, 'x.hbs')).toThrow('x.hbs cannot be rendered')
})
