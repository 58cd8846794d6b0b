#!/bin/sh
# What the deploy does on the host: sent to `sh -s` over ssh with a command and the app root; nothing of it stays there.
# POSIX sh, coreutils, awk. Its answers are lines `@ key=value`; all else is noise from the account's profile.
#
# The reader may be gone at any answer. A shell that dies of SIGPIPE there stops half-way and, dash at least, runs no EXIT
# trap; so `main` has it go on, and `hold` has it exit. Subshells do not inherit that: in one, an answer comes last.
#
#   ~/<app>/current              a link to releases/<live>: to replace it is all that makes another release live
#   ~/<app>/app.js               a link to current/.deploy/start.js
#   ~/<app>/<file>               a link to current/<file>, for each other file or folder of a bundle whose name is free
#   ~/<app>/app.original.js      the app.js that was there before the first deploy
#   ~/<app>/releases/<id>/       one bundle each; its .deploy/before names the release that it took the place of
#   ~/<app>/releases/part-<id>/  one that is being uploaded
#   ~/<app>/releases/.lock       a link to "<pid> <who>" of the deploy at work
#   ~/<app>/tmp/restart.txt      Passenger restarts the app when its time changes

# shellcheck disable=SC2329 # main runs the commands by their names
# shellcheck disable=SC2015 # `a && b || fail`: it fails if either does
# shellcheck disable=SC2012 # `ls` sorts, and the names are ours

answer() { printf '@ %s=%s\n' "$1" "$2"; }

# Ends without having done what was asked. The deploy has words for each reason.
fail() { # reason, what it is about
  answer error "$1"
  answer detail "$2"
  exit 9
}

# What app.js starts: a release, `original`, `foreign` (an app.js that no deploy has made) or `nothing`.
live() {
  case $(readlink app.js) in
    current/.deploy/start.js) if [ -e app.js ]; then basename "$(readlink current)"; else echo nothing; fi ;;
    app.original.js) echo original ;;
    *) if [ -e app.js ] || [ -L app.js ]; then echo foreign; else echo nothing; fi ;;
  esac
}

# Who holds the lock, if that process still runs.
holder() {
  lock=$(readlink releases/.lock) && kill -0 "${lock%% *}" 2> /dev/null && echo "${lock#* }"
}

# The Node of cPanel's "Setup Node.js App" for this app root: it brings the variables that were set there.
find_node() {
  modules=$(readlink node_modules)
  for node in "${modules:+${modules%/lib/node_modules}/bin/node}" "$HOME/nodevenv/$app"/*/bin/node; do
    [ -x "$node" ] && echo "$node" && return
  done
  command -v node
}

# Kilobytes that the account may still write: what is free on the disk, or what its quota leaves.
room() {
  df -Pk . | awk 'NR == 2 { print $4 }'
  quota -w 2> /dev/null | awk '$1 ~ /^\// { limit = $4 > 0 ? $4 : $3; if (limit > 0) print (limit > $2 + 0 ? limit - $2 : 0) }'
}

releases() {
  for release in releases/[0-9]*; do
    [ -e "$release" ] && echo "${release##*/}"
  done | sort
}

# The release that the live one replaced, if it is still there. The order of the ids does not tell: a release that was rolled
# back, or one from a time when the host's clock was wrong, may come in between.
before() {
  was=$(cat current/.deploy/before 2> /dev/null)
  case $(live) in "$was") return ;; [0-9]*) ;; *) return ;; esac
  case $was in
    original) [ -e app.original.js ] && echo "$was" ;;
    [0-9]*) [ -f "releases/$was/.deploy/start.js" ] && echo "$was" ;;
  esac
}

# Reports the state of the app root, and changes nothing.
look() {
  answer home "$HOME"
  [ -d "$root" ] && cd "$root" || { answer root missing; return; }
  answer root "$([ -w . ] && echo found || echo 'not writable')"
  answer live "$(live)"
  answer before "$(before)"
  answer original "$([ -e app.original.js ] && echo yes)"
  answer node_modules "$(if [ -L node_modules ]; then echo link; elif [ -e node_modules ]; then echo folder; else echo none; fi)"
  answer selector "$([ -L node_modules ] || [ -d "$HOME/nodevenv/$app" ] && echo yes)"
  answer node "$(find_node)"
  answer room "$(room | sort -n | head -n 1)"
  answer rsync "$(command -v rsync)"
  answer holder "$(holder)"
  answer releases "$(releases | tr '\n' ' ')"
}

# Keeps the app root for one deploy until stdin ends: when the deploy is done with it, or is gone.
hold() { # who, version
  mkdir -p releases || fail noReleases
  mine="$$ $1"
  trap '[ "$(readlink releases/.lock)" = "$mine" ] && rm -f releases/.lock' EXIT
  trap 'exit 1' HUP INT TERM PIPE
  if ! ln -s "$mine" releases/.lock 2> /dev/null; then
    other=$(holder) && fail locked "$other"
    [ -L releases/.lock ] || fail cannotLock
    rm -f releases/.lock # its holder is gone
    ln -s "$mine" releases/.lock || fail locked
    sleep 1 # two may have found it like that
    [ "$(readlink releases/.lock)" = "$mine" ] || fail locked
  fi
  rm -rf releases/part-*
  answer locked "$(date -u +%Y%m%d-%H%M%S)-$2"
  cat > /dev/null
}

unlock() { rm -f releases/.lock; }

# Makes a release of what was uploaded, if it is complete.
receive() { # id
  command -v sha256sum > /dev/null || fail noProgram sha256sum
  checked=$(cd "releases/part-$1" && LC_ALL=C sha256sum -c .deploy/SHA256SUMS 2>&1) || {
    printf '%s\n' "$checked" | grep -v ': OK$' >&2
    fail corrupt
  }
  # The web server, another user, reads what is in public/. Modes come from the machine that made the bundle, less the umask of either side.
  chmod -R u+rwX,go+rX "releases/part-$1" && chmod go+rx releases || fail notReceived
  find "releases/part-$1" -name '.env*' -exec chmod go= {} + # secrets are read by the app alone
  # It may have come from where files have no modes: Windows, an artifact of CI.
  [ ! -e "releases/part-$1/launcher" ] || chmod 755 "releases/part-$1/launcher"
  mv -T "releases/part-$1" "releases/$1" || fail notReceived
}

trial() { # id, base path, health page, seconds, `rust` or `node`
  node=$(find_node) || { answer trial ''; return; }
  # It starts in a folder that looks like the future app root.
  view=$root/releases/$1/.deploy/root
  mkdir "$view"
  for file in "$root"/* "$root"/.[!.]* "$root/releases/$1"/*; do ln -sfn "$file" "$view/"; done
  (cd "$view" && "$node" "$root/releases/$1/.deploy/trial.js" "$2" "$3" "$4" "$5" < /dev/null)
  rm -rf "$view"
}

# Makes a release what Passenger starts: one rename, so that there is a complete one at any time.
switch() { # id, `original` or `nothing`; what it replaces
  was=$(live)
  # The connection, and the lock with it, may have been lost in the meantime.
  case $was in "$1" | "$2") ;; *) fail otherLive "$was" ;; esac
  mkdir -p tmp && touch -a tmp/restart.txt || fail noRestart
  if [ "$was" = foreign ]; then cp -pP app.js app.original.js || fail noBackup; fi
  case $1 in
    nothing) rm -f app.js ;;
    original) point app.js app.original.js ;;
    *)
      [ -f "releases/$1/.deploy/start.js" ] || fail noRelease "$1"
      rm -f "releases/$1/.deploy/started" "releases/$1/.deploy/running-"* "releases/$1/.deploy/fallen-"*
      for file in "releases/$1"/*; do show "${file##*/}"; done
      [ -e "releases/$1/.deploy/before" ] || echo "$was" | sed s/foreign/original/ 2> /dev/null > "releases/$1/.deploy/before"
      point current "releases/$1"
      [ "$(readlink app.js)" = current/.deploy/start.js ] || point app.js current/.deploy/start.js
      ;;
  esac
  restart
}

# Lets the app find a file of its bundle where it starts. Anything else of that name stays as it is.
show() {
  case $1 in app.js | *.node | launcher | package.json) return ;; esac
  if [ -L "$1" ] || [ -e "$1" ]; then
    [ "$(readlink "$1")" = "current/$1" ] || answer own "$1"
  else
    ln -s "current/$1" "$1" || fail notLinked "$1"
  fi
}

# Replaces a file or a link by a link, atomically.
point() { ln -sfn "$2" "$1.next" && mv -fT "$1.next" "$1" || fail notReplaced "$1"; }

# Passenger compares the file's time in whole seconds.
restart() {
  before=$(stat -c %Y tmp/restart.txt)
  touch tmp/restart.txt
  [ "$(stat -c %Y tmp/restart.txt)" != "$before" ] || { sleep 1 && touch tmp/restart.txt; }
}

# Whether a process of this release has started; those that have crashed or were killed; those that run. A process holds a lock on
# its mark, so one that nobody holds is that of a process that was killed. Without flock, and for a release of a time without
# locks, those that may run, and those of them that can be seen.
mark() { # id
  { command -v flock && [ -e "releases/$1/.deploy/spawning.cjs" ]; } > /dev/null && locked=yes || locked=
  answer started "$([ -e "releases/$1/.deploy/started" ] && echo yes)"
  for file in "releases/$1/.deploy/fallen-"*; do
    [ -e "$file" ] && answer fallen "${file##*-}"
  done
  for file in "releases/$1/.deploy/running-"*; do
    pid=${file##*-}
    if [ "$locked" ]; then
      flock -n -s 9 2> /dev/null 9< "$file" && what=fallen || what=running
      [ ! -e "$file" ] || answer "$what" "$pid" # it may have ended in the meantime
    elif [ -e "$file" ]; then
      answer running "$pid"
      kill -0 "$pid" 2> /dev/null && answer alive "$pid"
    fi
  done
}

# The end of the most recent log.
log() {
  file=$(ls -1t stderr.log ./*.log log/*.log logs/*.log "$HOME/logs/${app##*/}.log" 2> /dev/null | head -n 1)
  [ -n "$file" ] && tail -n 15 "$file" | cut -c 1-500 | while IFS= read -r line; do answer log "$line"; done
}

drop() { [ "$(live)" = "$1" ] || rm -rf "releases/$1"; }

# Keeps three releases: the live one, the one before it, and the newest others.
prune() {
  live=$(live)
  before=$(before)
  case $before in [0-9]*) more=1 ;; *) more=2 ;; esac
  releases | grep -vxF "$live" | grep -vxF "$before" | sort -r | tail -n +$((more + 1)) | while IFS= read -r id; do
    rm -rf "releases/$id" && answer pruned "$id"
  done
}

# cloudlinux-selector: https://docs.cloudlinux.com/cloudlinuxos/command-line_tools/#cloudlinux-selector
setup() { # name of the answer, arguments
  PATH=$PATH:/usr/sbin:/usr/bin
  command -v cloudlinux-selector > /dev/null || { answer selector missing; return; }
  answer "$1" "$(shift && cloudlinux-selector "$@" < /dev/null 2>&1 | tr '\n' ' ')"
}

main() {
  echo # the profile may have ended without a line end
  trap : PIPE # what begins is brought to its end
  unset CDPATH
  umask 022 # folders and links are for the web server as well
  command=$1 app=$2
  case $app in /*) root=$app ;; *) root=$HOME/$app ;; esac
  shift 2
  case $command in look | setup) ;; *) cd "$root" || fail noRoot "$root" ;; esac
  "$command" "$@"
  exit 0
}

main "$@"
