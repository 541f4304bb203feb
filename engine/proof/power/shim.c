/*
 * Notes what a process does to the files of one folder, in order, so that the state a power cut would have left can be made again:
 * what was written, and what was synced. Loaded with LD_PRELOAD; SAGALOOM_POWER_FOLDER names the folder, SAGALOOM_POWER_LOG the notes.
 *
 * A write is noted before it is done, a sync after it has succeeded, each with one write of its own that no signal can cut in two.
 * SAGALOOM_POWER_LIES: syncs are answered and not done, as a disk does that lies.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define FILES 65536

struct note {
  uint32_t kind; /* C created, W written, T truncated, S synced, U unlinked */
  uint32_t name; /* bytes of the path, which comes first */
  uint64_t at;
  uint64_t size;
};

static char *paths[FILES];
static int notes = -1;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static const char *folder(void) {
  static const char *found;
  return found ? found : (found = getenv("SAGALOOM_POWER_FOLDER"));
}

static int is_ours(const char *path) {
  const char *in = folder();
  if (!in || !path || strncmp(path, in, strlen(in)) != 0) return 0;
  size_t size = strlen(path);
  return size < 4 || strcmp(path + size - 4, "-shm") != 0; /* shared memory: made anew at each opening */
}

static void note(uint32_t kind, const char *path, uint64_t at, const void *data, uint64_t size) {
  struct note head = {kind, (uint32_t)strlen(path), at, size};
  struct iovec parts[3] = {{&head, sizeof head}, {(void *)path, head.name}, {(void *)data, data ? size : 0}};
  pthread_mutex_lock(&lock);
  if (notes < 0) notes = syscall(SYS_openat, AT_FDCWD, getenv("SAGALOOM_POWER_LOG"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  syscall(SYS_writev, notes, parts, 3);
  pthread_mutex_unlock(&lock);
}

static const char *path_of(int file) { return file >= 0 && file < FILES ? paths[file] : NULL; }

static int opened(const char *path, int flags, mode_t mode, int (*open_it)(const char *, int, ...)) {
  char whole[4096];
  if (path[0] != '/' || !is_ours(path)) return open_it(path, flags, mode);
  strncpy(whole, path, sizeof whole - 1);
  whole[sizeof whole - 1] = 0;
  int is_new = (flags & O_CREAT) && access(whole, F_OK) != 0;
  int file = open_it(path, flags, mode);
  if (file < 0 || file >= FILES) return file;
  free(paths[file]);
  paths[file] = strdup(whole);
  if (is_new) note('C', whole, 0, NULL, 0);
  else if (flags & O_TRUNC) note('T', whole, 0, NULL, 0);
  return file;
}

#define REAL(name) static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

#define OPEN(name)                                                    \
  int name(const char *path, int flags, ...) {                        \
    REAL(name);                                                       \
    va_list more;                                                     \
    va_start(more, flags);                                            \
    mode_t mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(more, mode_t) : 0; \
    va_end(more);                                                     \
    return opened(path, flags, mode, real);                           \
  }
OPEN(open)
OPEN(open64)

int close(int file) {
  REAL(close);
  if (path_of(file)) {
    free(paths[file]);
    paths[file] = NULL;
  }
  return real(file);
}

ssize_t write(int file, const void *data, size_t size) {
  REAL(write);
  const char *path = path_of(file);
  if (path) {
    int appends = fcntl(file, F_GETFL) & O_APPEND;
    struct stat now;
    off_t at = appends && fstat(file, &now) == 0 ? now.st_size : lseek(file, 0, SEEK_CUR);
    note('W', path, (uint64_t)at, data, size);
  }
  return real(file, data, size);
}

#define PWRITE(name, offset)                                          \
  ssize_t name(int file, const void *data, size_t size, offset at) {  \
    REAL(name);                                                       \
    if (path_of(file)) note('W', path_of(file), (uint64_t)at, data, size); \
    return real(file, data, size, at);                                \
  }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define TRUNCATE(name, offset)                                        \
  int name(int file, offset size) {                                   \
    REAL(name);                                                       \
    if (path_of(file)) note('T', path_of(file), (uint64_t)size, NULL, 0); \
    return real(file, size);                                          \
  }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

#define SYNC(name)                                                    \
  int name(int file) {                                                \
    REAL(name);                                                       \
    if (path_of(file) && getenv("SAGALOOM_POWER_LIES")) return 0;     \
    int answer = real(file);                                          \
    if (answer == 0 && path_of(file)) note('S', path_of(file), 0, NULL, 0); \
    return answer;                                                    \
  }
SYNC(fsync)
SYNC(fdatasync)

int unlink(const char *path) {
  REAL(unlink);
  int answer = real(path);
  if (answer == 0 && is_ours(path)) note('U', path, 0, NULL, 0);
  return answer;
}
