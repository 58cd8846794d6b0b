// As Express's own guide has it: no logger, its own reader of JSON bodies.
const express = require('express')

const app = express()
app.use(express.json())

app.get('/', (_request, response) => {
  response.type('text/plain').send('Hello from Rust!\n')
})

app.post('/echo', (request, response) => {
  response.json(request.body)
})

app.listen(3000)
