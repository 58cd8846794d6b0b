// What runs in Node's place: it loads the addon that Node would have loaded, from its own folder, and calls its server. The
// process keeps its id, and its descriptors 0 to 2; Node is gone. See replace_node in host/src/process.rs.
//
//   launcher           serves the app; argv[0] is the title of the process
//   launcher --probe   only loads the addon, and prints what it is

#include <dlfcn.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

static int fail(const char *reason) {
  fprintf(stderr, "%s\n", reason);
  return 1;
}

int main(int argc, char **argv) {
  int is_probe = argc > 1 && strcmp(argv[1], "--probe") == 0;

  char path[PATH_MAX + sizeof "app.node"];
  ssize_t length = readlink("/proc/self/exe", path, PATH_MAX);
  if (length < 0) return fail("/proc cannot be read");
  path[length] = '\0';
  strcpy(strrchr(path, '/') + 1, "app.node");

  void *addon = dlopen(path, RTLD_NOW);
  if (!addon) return fail(dlerror());
  int (*run)(void) = (int (*)(void))dlsym(addon, is_probe ? "o2switch_probe" : "o2switch_serve");
  if (!run) return fail(dlerror());

  prctl(PR_SET_NAME, argv[0]); // the short name in ps and top, as Node's process.title sets it
  return run();
}
