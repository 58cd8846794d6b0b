import { everyStep } from '../../../harness/deploy/every-step.ts'

everyStep('Ctrl-C', 'during', (_, { pid }) => void process.kill(-pid, 'SIGINT'), { 0: true, 130: false })
