/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plain file: opened without following anything, and without waiting for anybody. */
#include "verify/plain_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

bool lot_plain_file_open(int *descriptor, int folder, const char *name)
{
    struct stat about;
    *descriptor = -1;
    /* looked at before it is opened, as opening a device may do something; and after, as it may
     * have changed between */
    if (fstatat(folder, name, &about, AT_SYMLINK_NOFOLLOW) != 0)
        return false;
    if (!S_ISREG(about.st_mode))
        return true;
    int opened = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (opened < 0)
        return false;
    if (fstat(opened, &about) == 0 && S_ISREG(about.st_mode))
        *descriptor = opened;
    else
        (void)close(opened);
    return true;
}
