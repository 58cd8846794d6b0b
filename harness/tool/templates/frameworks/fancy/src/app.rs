// fancy
