import { everyStep } from '../../../harness/deploy/every-step.ts'

everyStep('while', (_, { pid }) => void process.kill(-pid, 'SIGINT'), { 0: true, 130: false })
