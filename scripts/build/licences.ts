import type { RolldownPluginOption } from 'rolldown'
import license, { type Dependency } from 'rollup-plugin-license'

/** A package with any other licence fails the build; deny.toml has the licences for the crates of projects. */
const allow = { test: '(MIT OR ISC OR Apache-2.0)', failOnUnlicensed: true, failOnViolation: true }

/** Writes the licences of all bundled packages to a file. */
export function licencesFile(file: string): RolldownPluginOption {
  return license({ thirdParty: { allow, output: file } })
}

/** Puts the licences of all bundled packages at the top of the output file, since projects get only that file. */
export function licencesInside(): RolldownPluginOption[] {
  let text = ''
  const collect = license({
    thirdParty: {
      allow,
      output: (dependencies) => {
        text = dependencies.map(asText).join('\n\n')
      },
    },
  } as Parameters<typeof license>[0])
  return [
    collect,
    {
      name: 'licences-inside',
      generateBundle(_, bundle) {
        for (const chunk of Object.values(bundle))
          if (chunk.type === 'chunk') chunk.code = `/*!\n${text.replaceAll('*/', '* /')}\n*/\n${chunk.code}`
      },
    },
  ]
}

function asText({ name, version, license, licenseText }: Dependency): string {
  return `${name} ${version} (${license})\n\n${licenseText ?? ''}`.trim()
}
