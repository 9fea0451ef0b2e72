#include "base/disk.h"

#include <errno.h>
#include <string.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>

/* Linux: statfs(2). */
static const struct {
    uint32_t magic;
    const char *name;
    bool network, memory;
} types[] = {
    {0xef53, "ext", false, false},       {0x9123683e, "btrfs", false, false},
    {0x58465342, "xfs", false, false},   {0x2fc12fc1, "zfs", false, false},
    {0xf2f52010, "f2fs", false, false},  {0x794c7630, "overlay", false, false},
    {0x01021994, "tmpfs", false, true},  {0x858458f6, "ramfs", false, true},
    {0x6969, "nfs", true, false},        {0xff534d42, "cifs", true, false},
    {0xfe534d42, "smb2", true, false},   {0x517b, "smb", true, false},
    {0x01021997, "9p", true, false},     {0x65735546, "fuse", true, false},
    {0x5346414f, "afs", true, false},    {0x73757245, "coda", true, false},
    {0x00c36400, "ceph", true, false},   {0x4d44, "vfat", false, false},
    {0x2011bab0, "exfat", false, false}, {0x5346544e, "ntfs", false, false},
};

enum code disk_facts(const char *folder, struct disk_facts *facts, struct err *err)
{
    struct statfs st;
    struct statvfs vfs;
    if (statfs(folder, &st) != 0 || statvfs(folder, &vfs) != 0)
        return err_set(err, ERR_FAILED, "cannot look at the file system of '%s': %s", folder,
                       strerror(errno));
    *facts = (struct disk_facts){.type = "another",
                                 .read_only = (vfs.f_flag & ST_RDONLY) != 0,
                                 .free_bytes = (int64_t)(vfs.f_bavail * vfs.f_frsize)};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (types[i].magic != (uint32_t)st.f_type)
            continue;
        facts->type = types[i].name;
        facts->network = types[i].network;
        facts->in_memory = types[i].memory;
    }
    return OK;
}
