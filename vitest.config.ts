import { defineConfig } from 'vitest/config'

/** These run the probes: they start programs and wait for them, and compile nothing. */
const probes = [
  'test/passenger/**/*.test.ts',
  'test/project/{litespeed,native-build,port,stop,web-socket,wire}.test.ts',
  'test/e2e/real-addon.test.ts',
]

/** These compile bundles for the host, in a target folder of their own. */
const bundles = ['test/e2e/online.test.ts', 'test/project/bundle.test.ts']

/** These run cargo in new projects, with what others have compiled before. */
const cargo = ['test/project/{cargo,container,names}.test.ts', 'test/e2e/target-dir.test.ts']

/** Counts the threads of the user who runs the tests: scripts/test.sh runs it alone. */
const limits = ['test/project/limits.test.ts']

// For every cargo that a test or its set-up starts. Nothing is debugged, built twice or measured there: without debug
// information, incremental state and optimisation, a build takes half the time.
Object.assign(process.env, {
  CARGO_PROFILE_DEV_DEBUG: '0',
  CARGO_INCREMENTAL: '0',
  CARGO_PROFILE_RELEASE_OPT_LEVEL: '0',
})

/** Projects with tests of crates. */
const crates = {
  globalSetup: ['harness/build.ts', 'harness/project/build-probes.ts'],
  // They share one cargo target folder and the machine's few processors.
  fileParallelism: false,
  testTimeout: 300_000,
  hookTimeout: 600_000,
}

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'tool',
          include: [
            'test/{addon,architecture,checks,choices,command-line,commands,destination,errors,messages,package,plan,process,prompts,report,template,text,write}/**/*.test.ts',
            'bench/tests/*.test.ts',
          ],
          maxWorkers: 2,
          globalSetup: ['harness/build.ts', 'harness/tool/install-tool.ts'],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'scripts',
          include: ['test/toolkit/**/*.test.ts'],
          maxWorkers: 2,
          globalSetup: 'harness/build.ts',
          // On the first run, they download other versions of Node.
          testTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'package-managers',
          include: ['test/{package-managers,ci}/**/*.test.ts'],
          maxWorkers: 2,
          globalSetup: 'harness/build.ts',
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'deploy',
          include: ['test/deploy/**/*.test.ts'],
          globalSetup: 'harness/build.ts',
          // They mostly wait, for a host, a restart or a page.
          maxWorkers: 5,
          testTimeout: 300_000,
          hookTimeout: 600_000,
        },
      },
      { test: { ...crates, name: 'probes', include: probes, fileParallelism: true, maxWorkers: 3 } },
      {
        test: {
          ...crates,
          name: 'host',
          include: ['test/{project,passenger,e2e}/**/*.test.ts'],
          exclude: [...probes, ...bundles, ...cargo, ...limits],
        },
      },
      { test: { ...crates, name: 'bundles', include: bundles, globalSetup: 'harness/build.ts' } },
      { test: { ...crates, name: 'cargo', include: cargo, globalSetup: 'harness/build.ts' } },
      { test: { ...crates, name: 'limits', include: limits } },
    ],
  },
})
